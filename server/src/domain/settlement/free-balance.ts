/** What of an available balance may be paid out: what the party owes is paid first, and who owes more than it has may take nothing. */
export function freeBalance({ availableFen, owedFen }: { availableFen: bigint; owedFen: bigint }): bigint {
  return availableFen > owedFen ? availableFen - owedFen : 0n
}
