import { availableParallelism } from 'node:os'

/**
 * How many connections the server gets to a database on the same machine. More than its cores can work off stand in each
 * other's way: on two cores, a night of sales took a sixth less time with 8 than with 20.
 */
export function serverConnections(cores = availableParallelism()): number {
  return Math.min(20, 4 * Math.max(2, cores))
}
