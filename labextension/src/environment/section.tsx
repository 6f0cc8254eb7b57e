// The changes of an environment inside another panel; their code is fetched when they are first shown.
import type { TranslationBundle } from '@jupyterlab/translation';
import { Suspense, lazy } from 'react';
import type { EnvironmentDiff } from '../api/types';

const Changes = lazy(() => import('./changes'));

/** A table of changes. */
export function LazyChanges(props: {
  diff: EnvironmentDiff;
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <Suspense fallback={<div aria-busy="true" />}>
      <Changes {...props} />
    </Suspense>
  );
}
