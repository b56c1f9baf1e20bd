import { defineConfig } from 'orval';

/** These reply with text, for which no resource that compiles is generated; they are downloads anyway. */
const DOWNLOADS = ['export_playlist', 'export_transcript'];
const AS_REQUEST = { angular: { retrievalClient: 'httpClient' as const } };

/** `npm run api`: services and types from the API's own description; never edited by hand. */
export default defineConfig({
  musaic: {
    input: '../docs/openapi.json',
    output: {
      target: 'src/app/shared/api-client/endpoints',
      schemas: 'src/app/shared/api-client/model',
      client: 'angular',
      mode: 'tags-split',
      indexFiles: false,
      clean: true,
      override: {
        angular: { provideIn: 'root', retrievalClient: 'both' },
        operations: Object.fromEntries(DOWNLOADS.map((name) => [name, AS_REQUEST])),
      },
    },
  },
});
