import { connect } from '@sdex/connector'
import { createDevnet, devnetKey, setUpMarket, startTraders } from '@sdex/devnet'
import { midRatio } from '@sdex/order-book'
import { keypairSigner } from '@sdex/order-lifecycle'
import { multiplyRatios, parseAmount, parseRatio, toPrice } from '@sdex/primitives'
import { firstValueFrom } from 'rxjs'

await using net = await createDevnet({ ledgerMs: 500, seed: 7 }) // or any Horizon's URL and your own key
const keypair = devnetKey(net.seed, 'me')
const usd = await setUpMarket(net, { base: 'XLM', quote: 'USD' })
await usd.join([{ keypair, baseAmount: parseAmount('10000'), quoteAmount: parseAmount('1000') }])
await startTraders(net, { market: usd })

const { market } = usd
const signer = keypairSigner(keypair.secret())
await using sdex = await connect({ horizonUrl: net.url, requestsPerHour: 100_000, markets: [market], signer })

const mid = midRatio(await firstValueFrom(sdex.book$(market))) ?? parseRatio('0.1')
const price = toPrice(multiplyRatios(mid, parseRatio('1.05')), 'up') // five percent above the middle of the book
const placed = await sdex.orders.place({ market, side: 'sell', price, amount: parseAmount('100') })
console.log(placed.status, 'in ledger', placed.ledger, placed.changes)

const [cancelled] = await sdex.orders.cancelAll({ market })
console.log(cancelled?.status, await firstValueFrom(sdex.balances$))
