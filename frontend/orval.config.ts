import { defineConfig } from 'orval';

interface Reply {
  content?: Record<string, unknown>;
}
interface Described {
  paths?: Record<string, Record<string, { responses?: Record<string, Reply> }>>;
}

/** The app asks charts for JSON, never for the table that they can be as well. */
function asTheAppAsks<T>(document: T): T {
  for (const operations of Object.values((document as Described).paths ?? {})) {
    for (const { responses } of Object.values(operations)) {
      for (const { content } of Object.values(responses ?? {})) {
        if (content?.['application/json']) {
          delete content['text/csv'];
        }
      }
    }
  }
  return document;
}

/**
 * `npm run api`: one function a call and the types of the API's own description, never edited by
 * hand. A function only says what to send (`api-client/request.ts`), so a chunk of the app holds the
 * calls it makes and nothing else; `shared/http/api.ts` sends them.
 */
export default defineConfig({
  musaic: {
    input: { target: '../docs/openapi.json', override: { transformer: asTheAppAsks } },
    output: {
      target: 'src/app/shared/api-client/endpoints',
      schemas: 'src/app/shared/api-client/model',
      // The plain functions of this client know no HTTP library once a mutator takes their place.
      client: 'axios-functions',
      mode: 'tags-split',
      indexFiles: false,
      clean: true,
      headers: true,
      override: {
        enumGenerationType: 'union',
        mutator: { path: 'src/app/shared/api-client/request.ts', name: 'describe' },
      },
    },
  },
});
