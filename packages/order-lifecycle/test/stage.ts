import { createDevnet, type Devnet, type DevnetOptions, devnetKey, setUpMarket } from '@sdex/devnet'
import { createScope, type Market, parseAmount } from '@sdex/primitives'
import { createHorizonClient, type HorizonClient } from '@sdex/transport'
import { filter, firstValueFrom, ReplaySubject } from 'rxjs'
import { createOrders } from '../src/createOrders.ts'
import type { Fill } from '../src/fill.ts'
import { horizonSource } from '../src/horizonSource.ts'
import { keypairSigner } from '../src/keypairSigner.ts'
import type { Orders } from '../src/orders.ts'
import type { OrdersOptions } from '../src/ordersOptions.ts'
import type { OrdersState, PendingTransaction } from '../src/ordersState.ts'

/** A devnet with a market and two traders, each with orders over sockets. */
export type Stage = AsyncDisposable & {
  readonly net: Devnet
  readonly client: HorizonClient
  readonly market: Market
  readonly orders: Orders
  readonly other: Orders
  /** The first committed ledger of the orders that will do. */
  ordersWhere(suits: (state: OrdersState) => boolean): Promise<OrdersState>
  /** The first transaction that is out. */
  sent(): Promise<PendingTransaction>
  /** The fills since the beginning, as they come. */
  readonly fills$: ReplaySubject<Fill>
  /** The offers that the ledger itself has. */
  offers(): ReturnType<Devnet['offersOf']>
}

/** Ledgers close four times a second; their clock goes a second a ledger. */
export async function setStage(net?: DevnetOptions, options: Partial<OrdersOptions> = {}): Promise<Stage> {
  const scope = createScope()
  try {
    return await open(scope, net, options)
  } catch (error) {
    await scope.close()
    throw error
  }
}

async function open(
  scope: ReturnType<typeof createScope>,
  net: DevnetOptions | undefined,
  options: Partial<OrdersOptions>,
): Promise<Stage> {
  const devnet = await createDevnet({ ledgerMs: 250, seed: 'orders', ...net })
  scope.add(() => devnet.close())
  const { market, join } = await setUpMarket(devnet)
  const keypairs = [devnetKey(devnet.seed, 'own'), devnetKey(devnet.seed, 'other')]
  const amounts = { baseAmount: parseAmount('1000'), quoteAmount: parseAmount('500') }
  await join(keypairs.map((keypair) => ({ keypair, ...amounts })))
  const client = createHorizonClient({ horizonUrl: devnet.url })
  scope.add(() => client.close())
  const [orders, other] = keypairs.map((keypair) => {
    const signer = keypairSigner(keypair.secret())
    const source = horizonSource(client, signer.publicKey)
    const made = createOrders({
      ...{ signer, submitter: client, source, networkPassphrase: devnet.passphrase, markets: [market] },
      ...options,
    })
    scope.add(() => made.close())
    return made
  })
  if (orders === undefined || other === undefined) throw new TypeError('two traders')
  const fills$ = new ReplaySubject<Fill>()
  orders.fills$.subscribe(fills$)
  return {
    ...{ net: devnet, client, market, orders, other, fills$ },
    ordersWhere: (suits) => firstValueFrom(orders.orders$.pipe(filter(suits))),
    sent: async () => {
      const { transaction } = await firstValueFrom(
        orders.pending$.pipe(filter((state) => state.transaction !== undefined)),
      )
      if (transaction === undefined) throw new TypeError('filtered')
      return transaction
    },
    offers: () => devnet.offersOf(orders.accountId),
    [Symbol.asyncDispose]: scope.close,
  }
}
