import { Account, Asset, Keypair, Memo, Operation, TransactionBuilder } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import type { HorizonClient } from '../types/client.ts'
import { checkMemoRequired } from './memoRequired.ts'

const [own, exchange] = [7, 9].map((seed) => Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(seed)).publicKey()) as [
  string,
  string,
]

/** Who was asked about, for a payment to the exchange with this memo. */
async function askedFor(memo: Memo): Promise<readonly string[]> {
  const passphrase = 'a test network'
  const builder = new TransactionBuilder(new Account(own, '1'), { fee: '100', networkPassphrase: passphrase, memo })
  const payment = Operation.payment({ destination: exchange, asset: Asset.native(), amount: '1' })
  const envelopeXdr = builder.addOperation(payment).addOperation(payment).setTimeout(0).build().toXdr()
  const asked: string[] = []
  const accountData: HorizonClient['accountData'] = async (id) => {
    asked.push(id)
    return { ledger: 1, value: undefined }
  }
  await checkMemoRequired({ accountData }, { envelopeXdr, passphrase }, new AbortController().signal)
  return asked
}

test('behavior: a destination is asked about once, and not at all when there is a memo', async () => {
  expect(await askedFor(Memo.none())).toEqual([exchange])
  expect(await askedFor(Memo.text('7'))).toEqual([])
})
