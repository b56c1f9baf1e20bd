// @ts-check
const eslint = require('@eslint/js');
const tseslint = require('typescript-eslint');
const angular = require('angular-eslint');
const ngrx = require('@ngrx/eslint-plugin');

const NGRX_RULES = [
  'good-action-hygiene',
  'no-dispatch-in-effects',
  'no-multiple-actions-in-effects',
  'avoid-cyclic-effects',
  'no-store-subscription',
  'prefix-selectors-with-select',
  'prefer-selector-in-select',
  'prefer-concat-latest-from',
  'prefer-protected-state',
  'enforce-type-call',
  'with-state-no-arrays-at-root-level',
  'on-function-explicit-return-type',
];

/** An address of the API as text, whole or begun. */
const ADDRESS = String.raw`/^\u002Fapi\u002F/`;
const HAND_WRITTEN_CALLS = [
  `Literal[value=${ADDRESS}]`,
  `TemplateElement[value.raw=${ADDRESS}]`,
].map((selector) => ({ selector, message: 'Take the generated function of shared/api-client.' }));
const OWN_HTTP = {
  paths: [
    {
      name: '@angular/common/http',
      importNames: ['HttpClient', 'httpResource'],
      message: 'Hand a generated call to Api or apiResource of shared/http.',
    },
  ],
};

/** Lines a kind of file may have, comments and blanks not counted. */
const maxLines = (/** @type {number} */ max) => [
  'error',
  { max, skipBlankLines: true, skipComments: true },
];

module.exports = tseslint.config(
  {
    ignores: [
      'dist/**',
      'coverage/**',
      '.angular/**',
      'out-tsc/**',
      'test-results/**',
      'playwright-report/**',
      'src/app/shared/api-client/{endpoints,model}/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [
      eslint.configs.recommended,
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      angular.configs.tsRecommended,
    ],
    processor: angular.processInlineTemplates,
    plugins: { '@ngrx': ngrx },
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.app.json', 'tsconfig.spec.json', 'tsconfig.e2e.json'],
        tsconfigRootDir: __dirname,
      },
    },
    rules: {
      ...Object.fromEntries(NGRX_RULES.map((rule) => [`@ngrx/${rule}`, 'error'])),
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'app', style: 'kebab-case' },
      ],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'app', style: 'camelCase' },
      ],
      '@typescript-eslint/explicit-function-return-type': [
        'error',
        { allowExpressions: true, allowTypedFunctionExpressions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // Angular components and namespaces of constants are classes without members by design.
      '@typescript-eslint/no-extraneous-class': 'off',
      // Option bags of Angular and Material are declared as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': maxLines(200),
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/app/*/{pages,ui}/**/*.ts', 'src/app/shell/**/*.ts', 'src/app/shared/ui/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'max-lines': maxLines(120) },
  },
  {
    files: ['src/app/**/*.{actions,feature,effects,store}.ts'],
    rules: { 'max-lines': maxLines(150) },
  },
  {
    files: ['**/*.spec.ts', 'e2e/**/*.ts', 'src/testing/**/*.ts'],
    rules: {
      'max-lines': maxLines(300),
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // The functions of shared/api-client write the addresses; README names who sends them otherwise.
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'src/app/shared/http/api-address.ts'],
    rules: { 'no-restricted-syntax': ['error', ...HAND_WRITTEN_CALLS] },
  },
  {
    // Whoever talks HTTP by himself: nothing else may, everyone hands a generated call to `Api`.
    files: ['src/app/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      'src/app/shared/http/**',
      'src/app/shared/upload/{tus-upload,upload.api}.ts',
    ],
    rules: { 'no-restricted-imports': ['error', OWN_HTTP] },
  },
  {
    files: ['**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      'max-lines': ['error', { max: 100, skipBlankLines: true }],
      '@angular-eslint/template/prefer-control-flow': 'error',
      '@angular-eslint/template/prefer-self-closing-tags': 'error',
    },
  },
);
