import { runVerb } from './ensure-setup.mjs'

await runVerb('infra/local/start.ts', { step: '[1/6]' })
