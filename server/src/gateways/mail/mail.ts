export interface Letter {
  to: string
  subject: string
  /** Plain text; an address in it stands on a line of its own, so that mail programs make it a link. */
  text: string
}

/** Whoever carries letters to people. Rejects when the letter was not taken: nobody may believe that it is on its way. */
export interface Mail {
  send(letter: Letter): Promise<void>
}
