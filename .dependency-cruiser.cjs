// The architecture of the frontend: plugin → view → model → api, and nouns meet only through tokens.
const shared = '(api|words|components|notebook)';
const plugin = '^labextension/src/[^/]+/plugin[.]ts$';
const view = '[.]tsx$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'api-is-the-bottom',
      comment: 'api/ knows requests and their types, and no noun.',
      severity: 'error',
      from: { path: '^labextension/src/api/', pathNot: plugin },
      to: { path: '^labextension/src/', pathNot: '^labextension/src/api/' }
    },
    {
      name: 'components-are-pieces',
      comment:
        'components/ are pieces of views that know no noun, only words and the types of answers.',
      severity: 'error',
      from: { path: '^labextension/src/components/' },
      to: {
        path: '^labextension/src/',
        pathNot: [
          '^labextension/src/(components|words)/',
          '^labextension/src/api/(types|errors)[.]ts$'
        ]
      }
    },
    {
      name: 'model-knows-no-view',
      comment: 'State and signals, no React and no plugin.',
      severity: 'error',
      from: { path: '^labextension/src/[^/]+/model[.]ts$' },
      to: {
        path: [view, plugin, '^node_modules/(react|react-dom)/'],
        dependencyTypesNot: ['type-only']
      }
    },
    {
      name: 'view-knows-no-plugin',
      severity: 'error',
      from: { path: view },
      to: { path: [plugin, '^labextension/src/index[.]ts$'] }
    },
    {
      name: 'only-the-list-imports-plugins',
      severity: 'error',
      from: { pathNot: '^labextension/src/index[.]ts$' },
      to: { path: plugin }
    },
    {
      name: 'the-list-imports-plugins-only',
      severity: 'error',
      from: { path: '^labextension/src/index[.]ts$' },
      to: { path: '^labextension/src/', pathNot: plugin }
    },
    {
      name: 'nouns-meet-through-tokens',
      severity: 'error',
      from: { path: '^labextension/src/([^/]+)/' },
      to: {
        path: '^labextension/src/[^/]+/',
        pathNot: ['^labextension/src/$1/', `^labextension/src/${shared}/`]
      }
    },
    {
      name: 'tokens-are-types',
      comment: 'tokens.ts costs nothing to import.',
      severity: 'error',
      from: { path: '^labextension/src/tokens[.]ts$' },
      to: { path: '^labextension/src/', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'requests-in-api-only',
      comment: 'Others hand over server settings, as types.',
      severity: 'error',
      from: { path: '^labextension/src/', pathNot: '^labextension/src/api/' },
      to: {
        path: '^node_modules/@jupyterlab/services/',
        dependencyTypesNot: ['type-only']
      }
    },
    {
      name: 'named-packages-only',
      comment: 'A package that is imported is named in package.json.',
      severity: 'error',
      from: {},
      to: {
        dependencyTypes: [
          'npm-no-pkg',
          'npm-unknown',
          'unknown',
          'undetermined'
        ]
      }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.]test[.]tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types']
    }
  }
};
