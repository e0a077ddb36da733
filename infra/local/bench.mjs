import { runVerb } from './ensure-setup.mjs'

await runVerb('infra/bench/bench.ts')
