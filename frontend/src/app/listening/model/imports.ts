export type { ImportSummary as ImportItem } from '@app/shared/api-client/model/importSummary';
export type { RejectOut as Reject } from '@app/shared/api-client/model/rejectOut';
