import { Buffer } from 'node:buffer'
import { Account, Asset, type Keypair, Memo, MuxedAccount, Operation, type Transaction } from '@stellar/stellar-sdk'
import { StageError } from '../errors.ts'
import { at, isObject, type JsonObject, textAt } from '../json.ts'
import { feeBump, hashOf, type Party, type Terms } from '../party.ts'
import type { Probe } from '../probe.ts'
import { balancing, locking, regulating, sponsoring } from './entries.ts'
import { MUXED_ID, PARTY_NAMES, type PartyName, type Stage, TEXT_MEMO } from './stage.ts'
import { type Cast, issuing, making, pooling, taking } from './trading.ts'

/**
 * Puts everything on the ledger that the cards look at, by friendbot and submissions over HTTP alone: about eight ledgers.
 *
 * @throws StageError when a transaction does not do what it should, or friendbot does not fund.
 */
export async function prepareStage(probe: Probe, createKeypair: () => Keypair): Promise<Stage> {
  try {
    return await prepare(probe, createKeypair)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StageError({ message: `The stage cannot be set: ${why}`, remedy: 'See what the server refused.', cause })
  }
}

async function prepare(probe: Probe, createKeypair: () => Keypair): Promise<Stage> {
  const passphrase = textAt(await probe.read('/'), 'network_passphrase')
  const funded = await Promise.all(PARTY_NAMES.map(async (name) => [name, await probe.fund()] as const))
  const parties = Object.fromEntries(funded) as Readonly<Record<PartyName, Party>>
  const newbieKeypair = createKeypair()
  const newbie = { keypair: newbieKeypair, id: newbieKeypair.publicKey() }
  const cast: Cast = {
    parties,
    usd: new Asset('USD', parties.issuer.id),
    eur: new Asset('EUR', parties.issuer.id),
    reg: new Asset('REG', parties.regulator.id),
  }
  const { issuer, regulator, holder, ward, maker, taker, provider, payer, sponsor, vault, leaver } = parties

  const balanced = await probe.sign(sponsor, balancing(cast))
  const [, regulated, , merge, balances] = await Promise.all([
    probe.send(issuer, issuing(cast), { signers: [maker, taker, provider, payer] }),
    probe.send(regulator, regulating(cast), { signers: [holder, ward] }),
    probe.send(vault, locking(cast)),
    probe.send(leaver, [Operation.accountMerge({ destination: payer.id })]),
    submitted(probe, balanced),
  ])
  const [balanceId, claimedId] = [balanced.getClaimableBalanceId(0), balanced.getClaimableBalanceId(1)]
  const [made, claim, sponsored] = await Promise.all([
    probe.send(maker, making(cast)),
    probe.send(payer, [Operation.claimClaimableBalance({ balanceId: claimedId })]),
    probe.send(sponsor, sponsoring(cast, newbie), { signers: [newbie] }),
  ])
  const offerIds = (await probe.records(`/accounts/${maker.id}/offers?limit=200`)).map((offer) => textAt(offer, 'id'))
  const [trades, revoking] = await Promise.all([
    probe.send(taker, taking(cast)),
    probe.send(sponsor, [Operation.revokeDataSponsorship({ account: newbie.id, name: 'freed' })]),
  ])
  const { poolId, operations } = pooling(cast)
  const pool = await probe.send(provider, operations, { signers: [taker] })
  const spoken = await speak(probe, cast)
  const wrapped = await wrap(probe, cast, passphrase)
  return {
    passphrase,
    ...cast,
    newbie,
    offerIds,
    poolId,
    balanceId,
    transactions: {
      making: made,
      trades,
      pool,
      balances,
      claim,
      sponsoring: sponsored,
      revoking,
      regulating: regulated,
      merge,
      ...spoken,
      ...wrapped.transactions,
    },
    hashes: wrapped.hashes,
  }
}

async function submitted(probe: Probe, transaction: Transaction): Promise<JsonObject> {
  const { status, body } = await probe.submit(transaction)
  if (status === 200 && isObject(body)) return body
  const message = `A transaction answered ${status}: ${JSON.stringify(at(body, 'extras.result_codes'))}.`
  throw new StageError({ message, remedy: 'See what the server refused.' })
}

/** A memo of each kind, and preconditions of each kind, of accounts that do not wait for each other. */
async function speak(
  probe: Probe,
  { parties }: Cast,
): Promise<Readonly<Record<'text' | 'id' | 'hash' | 'return' | 'bounded', JsonObject>>> {
  const { maker, taker, provider, payer, sponsor, holder } = parties
  const say = (party: Party, terms: Terms): Promise<JsonObject> =>
    probe.send(party, [Operation.bumpSequence({ bumpTo: '0' })], terms)
  const [text, id, hash, returned, bounded] = await Promise.all([
    say(payer, { memo: new Memo('text', Buffer.from(TEXT_MEMO)) }),
    say(provider, { memo: Memo.id('18446744073709551615') }),
    say(maker, { memo: Memo.hash(Buffer.alloc(32, 1).toString('hex')) }),
    say(taker, { memo: Memo.return(Buffer.alloc(32, 2).toString('hex')) }),
    say(sponsor, {
      timebounds: { minTime: 1, maxTime: 4_000_000_000 },
      ledgerbounds: { minLedger: 1, maxLedger: 4_000_000_000 },
      minAccountSequence: '1',
      extraSigners: [holder.id],
      signers: [holder],
    }),
  ])
  return { text, id, hash, return: returned, bounded }
}

/** A fee bump, a transaction of a muxed address, a plain one and one that fails in the ledger. */
async function wrap(
  probe: Probe,
  { parties, usd }: Cast,
  passphrase: string,
): Promise<
  Pick<Stage, 'hashes'> & { readonly transactions: Readonly<Record<'bumped' | 'muxed' | 'plain', JsonObject>> }
> {
  const { maker, taker, provider, payer, holder } = parties
  const pay = (to: string, amount: string, asset = Asset.native()): ReturnType<typeof Operation.payment> =>
    Operation.payment({ destination: to, asset, amount })
  const inner = await probe.sign(maker, [pay(payer.id, '1')])
  const outer = feeBump(payer, inner, { passphrase })
  const failing = await probe.sign(provider, [pay(payer.id, '1'), pay(payer.id, '1000000', usd)])
  const muxedMaker = new MuxedAccount(new Account(maker.id, '0'), '5').accountId()
  const [bumped, muxed, plain, failed] = await Promise.all([
    probe.submit(outer),
    probe.send(taker, [pay(muxedMaker, '2')], { muxedId: MUXED_ID }),
    probe.send(holder, [pay(payer.id, '1')]),
    probe.submit(failing),
  ])
  if (bumped.status !== 200 || failed.status !== 400) {
    const why = `the fee bump answered ${bumped.status}, the transaction that fails ${failed.status}`
    throw new StageError({ message: `Unexpected: ${why}.`, remedy: 'See the answers of the submissions.' })
  }
  return {
    transactions: { bumped: bumped.body as JsonObject, muxed, plain },
    hashes: { inner: hashOf(inner), outer: hashOf(outer), failed: hashOf(failing) },
  }
}
