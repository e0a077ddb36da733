import { catalogueOperations } from './catalogue-operations.ts'
import { channelOperations } from './channel-operations.ts'
import { feedOperations } from './feed-operations.ts'
import { importLayoutOperations } from './import-layout-operations.ts'
import { importOperations } from './import-operations.ts'
import { importPreviewOperations } from './import-preview-operations.ts'
import { importRepairOperations } from './import-repair-operations.ts'
import { itemOperations } from './item-operations.ts'
import { orderOperations } from './order-operations.ts'
import { pushOperations } from './push-operations.ts'
import type { Operation } from './operation.ts'

/** Everything that can be asked below /api/v1, in the order of the document. */
export const OPERATIONS: readonly Operation[] = [
  ...catalogueOperations,
  ...itemOperations,
  ...pushOperations,
  ...importOperations,
  ...importPreviewOperations,
  ...importLayoutOperations,
  ...importRepairOperations,
  ...feedOperations,
  ...orderOperations,
  ...channelOperations,
]
