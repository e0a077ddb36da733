import type { Inputs, Outputs } from '#api/api.ts'

/** What the import screens get from the server and send to it, under the names that they use. */
export type ImportDetail = Outputs['imports']['get']
export type ImportLine = Outputs['imports']['list']['rows'][number]
export type Layout = Outputs['imports']['layout']
export type LayoutColumn = Layout['columns'][number]
export type OurField = Outputs['imports']['fields'][number]
export type Word = Outputs['imports']['words'][number]
export type UndoPreview = Outputs['imports']['undoPreview']
export type FailedRows = Outputs['imports']['failedRows']
export type FailedRow = FailedRows['rows'][number]
export type Finding = FailedRow['findings'][number]
export type CellEdit = Inputs['imports']['fixCells']['edits'][number]
export type Change = Outputs['imports']['changes']['rows'][number]
