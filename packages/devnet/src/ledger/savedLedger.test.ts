import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { scenarios } from '../../test/scenarios.ts'
import { replayScenario } from '../replay/replayScenario.ts'
import { createLedger } from '../transactions/createLedger.ts'
import { sealHeader } from './header.ts'
import { loadLedger, type SealedSnapshot, saveLedger } from './savedLedger.ts'
import { entriesOf } from './snapshot.ts'
import { createLedgerState } from './state.ts'

const folder = mkdtempSync(join(tmpdir(), 'sdex-ledger-'))
const file = join(folder, 'ledger')
afterAll(() => rmSync(folder, { recursive: true }))

/** The ledgers that scenarios end with: together they hold every kind of entry. */
function* ends(): Generator<SealedSnapshot> {
  const noHash = new Uint8Array(32).fill(7)
  for (const scenario of scenarios) {
    let last: SealedSnapshot | undefined
    replayScenario(scenario, {
      onTransaction: (state) => {
        const { header } = state
        const fields = { ...header, maxTxSetSize: Math.min(header.maxTxSetSize, 5_000) }
        const sealed = sealHeader(fields, { previousHash: noHash, txSetHash: noHash, txSetResultHash: noHash })
        last = { header: sealed, state: { ...state.snapshot(), header: fields } }
      },
    })
    if (last !== undefined) yield last
  }
}

test('property: a ledger that was saved comes back whole, entry by entry and in the same books', async () => {
  const kinds = new Set<string>()
  for (const sealed of ends()) {
    await saveLedger(file, sealed)
    const loaded = await loadLedger(file)
    expect(loaded.header).toEqual(sealed.header)
    expect(loaded.state.header).toEqual(sealed.state.header)
    const [before, after] = [[...entriesOf(sealed.state)], [...entriesOf(loaded.state)]]
    expect(isDeepStrictEqual(before, after)).toBe(true)
    const [books, restored] = [createLedgerState(sealed.state), createLedgerState(loaded.state)]
    for (const { selling, buying } of books.allOffers()) {
      expect([...restored.book(selling, buying).offers()]).toEqual([...books.book(selling, buying).offers()])
    }
    for (const { assetA, assetB } of books.allPools())
      expect(restored.poolOf(assetB, assetA)).toEqual(books.poolOf(assetA, assetB))
    for (const { type } of before) kinds.add(type)
  }
  expect([...kinds].sort()).toEqual(['account', 'claimableBalance', 'data', 'offer', 'pool', 'poolShare', 'trustline'])
})

test('behavior: a ledger goes on from a file as it would have gone on', async () => {
  const ledger = createLedger({ passphrase: 'saved', protocol: 28, closeTime: 1_000 })
  ledger.close({ transactions: [], closeTime: 1_005 })
  await saveLedger(file, ledger.snapshot())
  const again = createLedger({ passphrase: 'saved', protocol: 28, closeTime: 0, from: await loadLedger(file) })
  expect(again.header).toEqual(ledger.header)
  const [a, b] = [ledger, again].map((each) => each.close({ transactions: [], closeTime: 1_010 }).header)
  expect(a).toEqual(b)
})

test('error: a file that was cut off, or holds something else, is refused', async () => {
  const ledger = createLedger({ passphrase: 'cut', protocol: 28, closeTime: 1_000 })
  await saveLedger(file, ledger.snapshot())
  const text = readFileSync(file, 'utf8')
  for (const bad of [text.slice(0, -13), text.replace('ledger 1', 'ledger 2'), '', `${text}more\n`]) {
    writeFileSync(file, bad)
    await expect(loadLedger(file)).rejects.toThrow('holds no whole ledger')
  }
  await expect(loadLedger(join(folder, 'none'))).rejects.toThrow('holds no whole ledger')
})
