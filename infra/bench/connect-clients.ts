import pg from 'pg'

export interface Clients {
  /** Runs `act` so many times, spread over all connections, one at a time on each. */
  share(times: number, act: (client: pg.Client) => Promise<void>): Promise<void>
  end(): Promise<void>
}

/** So many connections of their own, as so many processes of a service would have. */
export async function connectClients(url: string, count: number): Promise<Clients> {
  const clients = await Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  return {
    async share(times, act) {
      let left = times
      await Promise.all(
        clients.map(async client => {
          while (left-- > 0) await act(client)
        }),
      )
    },
    async end() {
      await Promise.all(clients.map(client => client.end()))
    },
  }
}
