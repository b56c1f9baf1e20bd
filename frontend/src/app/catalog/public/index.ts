export { libraryApiActions, libraryPageActions } from '../data/library.actions';
export { libraryFeature } from '../data/library.feature';
export { provideLibrary } from '../data/provide-library';
