import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cardName } from './card.ts'
import { allCards } from './cards.ts'

const page = readFileSync(new URL('../../CONFORMANCE.md', import.meta.url), 'utf8')

test('behavior: cards are numbered from 1 on, without a gap', () => {
  expect(allCards.map(({ number }) => number)).toEqual(allCards.map((_, index) => index + 1))
})

test('behavior: no two cards say the same', () => {
  expect(new Set(allCards.map(({ title }) => title)).size).toBe(allCards.length)
})

test('behavior: CONFORMANCE.md lists every card', () => {
  const rows = allCards.map(({ number, title }) => `| ${cardName(number)} | ${title.replaceAll('|', '\\|')} |`)
  const table = /<!-- cards -->\n(.*)\n<!-- \/cards -->/s.exec(page)?.[1]
  expect(table?.split('\n').slice(2)).toEqual(rows)
})
