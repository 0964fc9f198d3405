import { Asset, Operation } from '@stellar/stellar-sdk'
import { type Devnet, setUpMarkets } from '../../src/index.ts'
import { fundAll, transactAll } from '../../src/traders/setUp.ts'
import { issuerOf, marketCode, marketsOf, type Stage, traderKey } from './stage.ts'

const FUNDS = 10_000n * 10_000_000n
const LEDGER_OPERATIONS = 1_000

/** Makes the markets, and the traders with their trustlines; closes the ledgers that this takes. */
export async function populateStage(net: Devnet, stage: Stage): Promise<void> {
  await setUpMarkets(net, { count: stage.markets, offersPerMarket: stage.offersPerMarket })
  const traders = Array.from({ length: stage.traders }, (_, at) => ({ at, keypair: traderKey(at) }))
  await fundAll(
    net,
    traders.map(({ keypair }) => ({ accountId: keypair.publicKey(), amount: FUNDS })),
  )
  const perLedger = Math.floor(LEDGER_OPERATIONS / stage.marketsPerTrader)
  for (let first = 0; first < traders.length; first += perLedger) {
    const joining = traders.slice(first, first + perLedger).map(({ at, keypair }) => ({
      keypair,
      operations: marketsOf(at, stage).map((market) =>
        Operation.changeTrust({ asset: new Asset(marketCode(market), issuerOf(market)) }),
      ),
    }))
    await transactAll(net, joining)
  }
}
