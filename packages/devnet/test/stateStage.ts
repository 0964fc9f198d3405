import {
  Asset,
  AuthRequiredFlag,
  AuthRevocableFlag,
  Claimant,
  getLiquidityPoolId,
  type Horizon,
  LiquidityPoolAsset,
  LiquidityPoolFeeV18,
  Operation,
} from '@stellar/stellar-sdk'
import type { Devnet } from '../src/index.ts'
import { createParty, type Party, type Stage, sell, setStage } from './party.ts'

/** A ledger with entries of every kind, some of them sponsored. */
export type StateStage = Stage & {
  /** Pays for a trustline, a signer, a data entry and an offer of the first member, and for balances. */
  readonly sponsor: Party
  /** Trust USD and hold some; the first has data and signers too, the last has no weight of its own. */
  readonly members: readonly Party[]
  /** Asks to be asked before anyone holds its asset, and has a home domain. */
  readonly strictIssuer: Party
  readonly eur: Asset
  /** Of lumens and USD; the maker put 100 and 50 in. */
  readonly poolId: string
}

const MEMBERS = 5

export async function setStateStage(net: Devnet, horizon: Horizon.Server): Promise<StateStage> {
  const stage = await setStage(net, horizon)
  const party = (name: string): Party => createParty(net, horizon, name)
  const [sponsor, strictIssuer] = [party('sponsor'), party('strict issuer')]
  const members = Array.from({ length: MEMBERS }, (_, at) => party(`member ${at}`))
  await Promise.all([sponsor, strictIssuer, ...members].map(({ id }) => horizon.friendbot(id).call()))
  const eur = new Asset('EUR', strictIssuer.id)
  await setUpMembers(horizon, { ...stage, sponsor, members })
  await setUpIssuers({ ...stage, strictIssuer, members, eur })
  const poolId = await setUpPool(stage)
  await setUpBalances({ ...stage, sponsor, members })
  return { ...stage, sponsor, members, strictIssuer, eur, poolId }
}

type Members = Pick<StateStage, 'sponsor' | 'members' | 'usd'>

async function setUpMembers(horizon: Horizon.Server, { sponsor, members, usd }: Members): Promise<void> {
  const [first, ...others] = members as [Party, ...Party[]]
  await Promise.all(others.map((member) => member.send(Operation.changeTrust({ asset: usd }))))
  const source = first.id
  const signer = { ed25519PublicKey: sponsor.id, weight: 7 }
  const sponsored = await sponsor.sign(
    Operation.beginSponsoringFutureReserves({ sponsoredId: first.id }),
    Operation.changeTrust({ asset: usd, source }),
    Operation.manageData({ name: 'paid', value: 'by another', source }),
    Operation.setOptions({ signer, source }),
    Operation.manageSellOffer({
      ...{ selling: Asset.native(), buying: usd, amount: '3', price: '9', offerId: '0', source },
    }),
    Operation.endSponsoringFutureReserves({ source }),
  )
  sponsored.sign(first.keypair)
  await horizon.submitTransaction(sponsored)
  const names = ['10', '9', 'a'].map((name) => Operation.manageData({ name, value: `value of ${name}` }))
  await first.send(...names)
  const last = members.at(-1) as Party
  const heir = { ed25519PublicKey: first.id, weight: 1 }
  await last.send(
    Operation.setOptions({ signer: heir, masterWeight: 0, inflationDest: first.id, homeDomain: 'm.example' }),
  )
}

async function setUpIssuers(
  stage: Pick<StateStage, 'issuer' | 'strictIssuer' | 'members' | 'usd' | 'eur'>,
): Promise<void> {
  const { issuer, strictIssuer, members, usd, eur } = stage
  await strictIssuer.send(
    Operation.setOptions({ setFlags: (AuthRequiredFlag | AuthRevocableFlag) as never, homeDomain: 'eur.example' }),
  )
  const [first, second, third] = members as [Party, Party, Party]
  await Promise.all([first, second, third].map((member) => member.send(Operation.changeTrust({ asset: eur }))))
  await strictIssuer.send(
    Operation.setTrustLineFlags({ trustor: first.id, asset: eur, flags: { authorized: true } }),
    Operation.setTrustLineFlags({ trustor: second.id, asset: eur, flags: { authorizedToMaintainLiabilities: true } }),
    Operation.payment({ destination: first.id, asset: eur, amount: '12.5' }),
  )
  await issuer.send(Operation.payment({ destination: first.id, asset: usd, amount: '40' }))
}

async function setUpPool({ maker, taker, usd }: Stage): Promise<string> {
  const shares = new LiquidityPoolAsset(Asset.native(), usd, LiquidityPoolFeeV18)
  await Promise.all([maker, taker].map((holder) => holder.send(Operation.changeTrust({ asset: shares }))))
  const id = getLiquidityPoolId('constant_product', shares.getLiquidityPoolParameters())
  const liquidityPoolId = Buffer.from(id).toString('hex')
  const limits = { maxAmountA: '100', maxAmountB: '50', minPrice: '0.1', maxPrice: '10' }
  await maker.send(Operation.liquidityPoolDeposit({ liquidityPoolId, ...limits }))
  await maker.send(sell(usd, Asset.native(), { amount: '10', price: '2' }))
  return liquidityPoolId
}

async function setUpBalances({ issuer, sponsor, members, usd }: Members & Stage): Promise<void> {
  const [first, second] = members as [Party, Party]
  const { predicateAnd, predicateBeforeAbsoluteTime, predicateBeforeRelativeTime, predicateNot } = Claimant
  const late = predicateNot(predicateBeforeAbsoluteTime('253402300800'))
  const either = [
    new Claimant(first.id),
    new Claimant(second.id, predicateAnd(late, predicateBeforeRelativeTime('60'))),
  ]
  await issuer.send(Operation.createClaimableBalance({ asset: usd, amount: '7', claimants: either }))
  const lumens = { asset: Asset.native(), amount: '1', claimants: [new Claimant(first.id)] }
  await sponsor.send(Operation.createClaimableBalance(lumens), Operation.createClaimableBalance(lumens))
}
