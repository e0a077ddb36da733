import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

function play(failing: Record<string, Error>) {
  const taken: string[] = []
  const steps = ['first', 'second', 'third'].map(name => async () => {
    taken.push(name)
    if (failing[name]) throw failing[name]
  })
  return { taken, ended: inTurn(steps) }
}

test('steps are taken in their order', async () => {
  const { taken, ended } = play({})
  await ended
  expect(taken).toEqual(['first', 'second', 'third'])
})

test('a step that fails keeps none of the others from being taken, and its failure is thrown as it is', async () => {
  const first = new Error('the channel gives no answer')
  const { taken, ended } = play({ first })
  await expect(ended).rejects.toBe(first)
  expect(taken).toEqual(['first', 'second', 'third'])
})

test('several failures are thrown together', async () => {
  const [first, third] = [new Error('one'), new Error('two')]
  const { taken, ended } = play({ first, third })
  await expect(ended).rejects.toMatchObject({ errors: [first, third] })
  expect(taken).toEqual(['first', 'second', 'third'])
})
