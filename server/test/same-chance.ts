import fc from 'fast-check'

/** The day the first of these tests was written: any number does, if only it stays. */
const SEED = 20_261_122

/**
 * Generated tests try the same cases on every machine, so that a red run is red for the one who repeats it too. The nightly
 * run draws other cases each time, and whatever it finds becomes a test of its own.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? SEED) })
