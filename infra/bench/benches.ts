import type { Bench } from './bench-contract.ts'
import { contentionBench } from './contention.ts'
import { importBench } from './import.ts'
import { ledgerBench } from './ledger.ts'
import { reconcileBench } from './reconcile.ts'
import { roomBench } from './room.ts'
import { settleBench } from './settle.ts'
import { scoresBench } from './scores.ts'
import { posterBench } from './poster.ts'
import { plazaBench } from './plaza.ts'
import { toldBench } from './told.ts'
import { verifyBench } from './verify.ts'

/** Every bench that `npm run bench` knows, in the order in which it runs them. */
export const BENCHES: Bench[] = [
  importBench,
  ledgerBench,
  posterBench,
  settleBench,
  contentionBench,
  plazaBench,
  verifyBench,
  reconcileBench,
  roomBench,
  toldBench,
  scoresBench,
]
