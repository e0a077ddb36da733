import type { ForbiddenWord } from '@haowu/shared/forbidden-words.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

const MOST_WORDS = 2_000

/** The words that must not be said where a show runs, as in force today: those of the law and those of the place. */
export async function readForbiddenWords(db: Db, place: string): Promise<ForbiddenWord[]> {
  const { rows } = await sql<ForbiddenWord>`
    SELECT DISTINCT ON (word) word, why, suggestion FROM forbidden_word
    WHERE place IN ('*', ${place}) AND effective_from <= app_now() AND (effective_to IS NULL OR effective_to > app_now())
    ORDER BY word, place = '*', effective_from DESC LIMIT ${MOST_WORDS}
  `.execute(db)
  return rows
}
