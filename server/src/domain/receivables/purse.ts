import { type Fen, least } from '@haowu/shared/money.ts'

/** What a party has after settlement: kept back, and free to be paid out. */
export interface Purse {
  reserveFen: Fen
  availableFen: Fen
}

/** Where an amount came from; what nobody had is owed from now on. */
export interface Drawn {
  reserveFen: Fen
  availableFen: Fen
  receivableFen: Fen
}

/** Takes an amount out of a purse, what was kept back first. What the purse does not hold is owed; it never falls below zero. */
export function takeFrom(purse: Purse, amountFen: Fen): Drawn {
  if (amountFen < 0n) throw new RangeError(`taking ${amountFen} fen`)
  const reserveFen = least(amountFen, purse.reserveFen)
  const availableFen = least(amountFen - reserveFen, purse.availableFen)
  purse.reserveFen -= reserveFen
  purse.availableFen -= availableFen
  return { reserveFen, availableFen, receivableFen: amountFen - reserveFen - availableFen }
}
