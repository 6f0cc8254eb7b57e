// Lint rules of the frontend; formatting is prettier's.
import jsxA11y from 'eslint-plugin-jsx-a11y';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const markup =
  'Text from notebooks is untrusted: build elements, or use JupyterLab’s renderers.';

export default tseslint.config(
  {
    ignores: ['labextension/lib/**', 'labextension/style/**', 'jovian_lab/**']
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: './tsconfig.check.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: { 'no-unsanitized': noUnsanitized },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      '@typescript-eslint/no-implied-eval': 'error',
      'no-new-func': 'error',
      // markup made from text: nowhere
      'no-unsanitized/method': 'error',
      'no-unsanitized/property': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: markup },
        { property: 'outerHTML', message: markup },
        { property: 'insertAdjacentHTML', message: markup },
        { property: 'setHTMLUnsafe', message: markup },
        { property: 'createContextualFragment', message: markup },
        { object: 'document', property: 'write', message: markup }
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: markup
        },
        { selector: 'Identifier[name="DOMParser"]', message: markup },
        {
          selector: 'MemberExpression[property.name="srcdoc"]',
          message: markup
        }
      ],
      // requests leave from one place
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Requests are made in api/ only.' },
        { name: 'XMLHttpRequest', message: 'Requests are made in api/ only.' },
        { name: 'WebSocket', message: 'Events come through api/ only.' },
        { name: 'EventSource', message: 'Events come through api/ only.' }
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' }
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } }
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true }
      ],
      '@typescript-eslint/require-await': 'off',
      // a token and its interface carry one name
      '@typescript-eslint/no-redeclare': 'off'
    }
  },
  {
    files: ['labextension/src/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...jsxA11y.flatConfigs.recommended.rules,
      ...reactHooks.configs.flat.recommended.rules,
      'react-hooks/exhaustive-deps': 'error',
      // It is about React's compiler, which is not used here.
      'react-hooks/incompatible-library': 'off'
    }
  },
  {
    files: ['tests/labextension/**', '**/*.test.ts', '**/*.test.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off'
    }
  }
);
