import { defineConfig } from 'orval';

/** `npm run api`: services and types from the API's own description; never edited by hand. */
export default defineConfig({
  musaic: {
    input: '../backend/openapi.json',
    output: {
      target: 'src/app/shared/api-client/endpoints',
      schemas: 'src/app/shared/api-client/model',
      client: 'angular',
      mode: 'tags-split',
      indexFiles: false,
      clean: true,
      override: { angular: { provideIn: 'root', retrievalClient: 'both' } },
    },
  },
});
