// Unit tests of the frontend: models and views in jsdom, without JupyterLab.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'jsdom',
    include: [
      'labextension/src/**/*.test.{ts,tsx}',
      'tests/labextension/**/*.test.{ts,tsx}'
    ],
    restoreMocks: true
  }
});
