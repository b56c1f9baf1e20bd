export type { ColumnMapOut as ColumnMap } from '@app/shared/api-client/model/columnMapOut';
export type { ImportPreview } from '@app/shared/api-client/model/importPreview';
export type { ImportSummary as ImportItem } from '@app/shared/api-client/model/importSummary';
export type { PreviewExample } from '@app/shared/api-client/model/previewExample';
export type { PreviewTable } from '@app/shared/api-client/model/previewTable';
export type { RejectOut as Reject } from '@app/shared/api-client/model/rejectOut';
