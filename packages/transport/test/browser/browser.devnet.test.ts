import { createDevnet, type Devnet, devnetKey } from '@sdex/devnet'
import { Account, Asset, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { hasBrowser, openPage } from './openPage.ts'

async function signedPayment(net: Devnet): Promise<string> {
  const from = devnetKey(net.seed, 'payer')
  const account = new Account(from.publicKey(), String(net.account(from.publicKey())?.sequence))
  const transaction = new TransactionBuilder(account, { fee: '1000', networkPassphrase: net.passphrase })
    .addOperation(Operation.payment({ destination: from.publicKey(), asset: Asset.native(), amount: '1' }))
    .setTimeout(60)
    .build()
  transaction.sign(from)
  return transaction.toEnvelope().toXdr('base64')
}

test.skipIf(!hasBrowser)(
  'behavior: in a browser the client reads, follows the ledgers through a reconnect, and submits, over CORS',
  { timeout: 60_000 },
  async () => {
    await using net = await createDevnet({ ledgerMs: 250, seed: 31, cadence: 'immediate', rateLimit: 'public' })
    const payer = devnetKey(net.seed, 'payer').publicKey()
    await net.fund({ accountId: payer })
    await using opened = await openPage()
    const { page, problems } = opened

    const read = await page.evaluate(([url = '', id = '']) => globalThis.page.read(url, id), [net.url, payer])
    expect(read).toEqual({
      sequence: String(net.account(payer)?.sequence),
      ledger: expect.any(Number),
      fault: 'SDEX_CONNECTION other',
      hidden: true,
    })

    await page.evaluate((url) => globalThis.page.follow(url), net.url)
    await page.waitForFunction(() => globalThis.seen.sequences.length >= 3)
    await net.stopListening()
    await page.waitForFunction(() => globalThis.seen.states.includes('reconnecting'))
    await net.listen()
    const before = await page.evaluate(() => globalThis.seen.sequences.length)
    await page.waitForFunction((count) => globalThis.seen.sequences.length >= count + 5, before)
    const { sequences } = await page.evaluate(() => globalThis.seen)
    const [first = 0] = sequences
    expect(sequences).toEqual(sequences.map((_, index) => first + index))

    const envelopeXdr = await signedPayment(net)
    const submit = ([url = '', xdr = '']: readonly string[]) => globalThis.page.submit(url, xdr)
    expect(await page.evaluate(submit, [net.url, envelopeXdr])).toBe('applied')

    await page.evaluate(() => globalThis.page.close())
    expect(await page.evaluate(() => globalThis.seen.states.at(-1))).toBe('closed')
    expect(problems).toEqual([])
  },
)
