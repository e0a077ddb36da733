import { describe, expect, test } from 'vitest'
import { findForbidden, type ForbiddenWord } from './forbidden-words.ts'

const WORDS: ForbiddenWord[] = [
  { word: '全网最低', why: 'absolute', suggestion: '今晚直播间价' },
  { word: '100%正品', why: 'guarantee', suggestion: '已通过检测' },
  { word: '顶级', why: 'absolute', suggestion: '写成色' },
]

describe('words that must not be said', () => {
  test.each([
    ['成色很好，今晚直播间价', []],
    ['全网最低价', ['全网最低']],
    ['全 网 最·低', ['全网最低']],
    ['１００％正品，顶级成色', ['100%正品', '顶级']],
    ['顶级！全网最低，顶级', ['顶级', '全网最低']],
    ['', []],
  ])('in “%s” are %j', (text, found) =>
    expect(findForbidden(WORDS, text).map(({ word }) => word)).toEqual(found),
  )
})
