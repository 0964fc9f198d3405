import { Buffer } from 'node:buffer'
import {
  Asset,
  AuthClawbackEnabledFlag,
  type AuthFlag,
  AuthRequiredFlag,
  AuthRevocableFlag,
  Claimant,
  Operation,
  type xdr,
} from '@stellar/stellar-sdk'
import type { Party } from '../party.ts'
import type { Cast } from './trading.ts'

/** The regulator lets the holder have REG, and the ward no longer. */
export function regulating({ parties, reg }: Cast): readonly xdr.Operation[] {
  const { holder, ward } = parties
  const setFlags = (AuthRequiredFlag | AuthRevocableFlag | AuthClawbackEnabledFlag) as AuthFlag
  return [
    Operation.setOptions({ setFlags }),
    Operation.changeTrust({ asset: reg, source: holder.id }),
    Operation.changeTrust({ asset: reg, source: ward.id }),
    Operation.setTrustLineFlags({ trustor: holder.id, asset: reg, flags: { authorized: true } }),
    Operation.payment({ destination: holder.id, asset: reg, amount: '100' }),
    Operation.clawback({ asset: reg, from: holder.id, amount: '10' }),
    Operation.setTrustLineFlags({ trustor: ward.id, asset: reg, flags: { authorized: true } }),
    Operation.payment({ destination: ward.id, asset: reg, amount: '5' }),
    Operation.setTrustLineFlags({ trustor: ward.id, asset: reg, flags: { authorized: false } }),
  ]
}

/** Signers of two kinds, and a master key without weight. */
export function locking({ parties }: Cast): readonly xdr.Operation[] {
  return [
    Operation.setOptions({ signer: { ed25519PublicKey: parties.payer.id, weight: 1 } }),
    Operation.setOptions({ signer: { sha256Hash: Buffer.alloc(32, 7), weight: 2 } }),
    Operation.setOptions({ masterWeight: 0, lowThreshold: 0, medThreshold: 1, highThreshold: 1 }),
  ]
}

/** One balance that rests, one that is claimed. */
export function balancing({ parties }: Cast): readonly xdr.Operation[] {
  const { payer, maker } = parties
  const later = Claimant.predicateNot(Claimant.predicateBeforeAbsoluteTime('2000000000'))
  const soon = Claimant.predicateBeforeRelativeTime('3600')
  const create = (amount: string, claimants: Claimant[]): xdr.Operation =>
    Operation.createClaimableBalance({ asset: Asset.native(), amount, claimants })
  return [
    create('7', [new Claimant(payer.id, Claimant.predicateUnconditional()), new Claimant(maker.id, later)]),
    create('3', [new Claimant(payer.id, soon)]),
  ]
}

/** An account that the sponsor creates, with a line, two data entries, a signer and an offer, all sponsored. */
export function sponsoring({ parties, usd }: Cast, newbie: Party): readonly xdr.Operation[] {
  const source = newbie.id
  return [
    Operation.beginSponsoringFutureReserves({ sponsoredId: newbie.id }),
    Operation.createAccount({ destination: newbie.id, startingBalance: '50' }),
    Operation.changeTrust({ asset: usd, limit: '500', source }),
    Operation.manageData({ name: 'sponsored', value: 'yes', source }),
    Operation.manageData({ name: 'freed', value: 'soon', source }),
    Operation.setOptions({ signer: { ed25519PublicKey: parties.payer.id, weight: 1 }, source }),
    Operation.manageSellOffer({
      selling: Asset.native(),
      buying: usd,
      amount: '1',
      price: { n: 50, d: 1 },
      offerId: '0',
      source,
    }),
    Operation.endSponsoringFutureReserves({ source }),
  ]
}
