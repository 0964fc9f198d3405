import { assetLabel, type Status } from '@sdex/primitives'
import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { OrderFigures } from '../report/tally.ts'
import { holdingsOf } from '../strategy/holdings.ts'
import type { BookRow } from './bookRows.ts'
import { bookRows } from './bookRows.ts'
import type { BotFill } from './botEvent.ts'
import { ageText, priceText, shortAmount } from './formatFigures.ts'
import type { ScreenState } from './screenState.ts'

/** Figures that change without an event: read anew for each frame. */
export type LiveFigures = {
  readonly orders: OrderFigures
  readonly fills: number
  readonly requests: number
  readonly requestErrors: number
  readonly eventLoopP99Ms: number
  readonly rssMb: number
  readonly cpuPct: number
}

export type LiveViewProps = {
  readonly title: string
  readonly state: ScreenState
  readonly figures: LiveFigures
  readonly size: { readonly columns: number; readonly rows: number }
  readonly nowMs: number
}

/** The whole screen; draws from its props alone. */
export function LiveView(props: LiveViewProps): ReactElement {
  const { columns, rows } = props.size
  const bodyRows = Math.max(8, rows - 6)
  const bookWidth = Math.min(64, Math.max(42, Math.floor(columns * 0.52)))
  return (
    <Box flexDirection="column" width={columns} height={rows - 1} overflow="hidden">
      <Header {...props} />
      <Rule columns={columns} />
      <Box height={bodyRows} overflow="hidden">
        <Book state={props.state} width={bookWidth} rows={bodyRows} />
        <Box flexDirection="column" flexGrow={1} paddingLeft={2} overflow="hidden">
          <Balances state={props.state} />
          <Orders figures={props.figures} state={props.state} />
          <Health figures={props.figures} />
          <Fills state={props.state} rows={bodyRows - 13} nowMs={props.nowMs} />
        </Box>
      </Box>
      <Rule columns={columns} />
      <Footer state={props.state} />
    </Box>
  )
}

function Header({ title, state, nowMs }: LiveViewProps): ReactElement {
  const view = state.view
  return (
    <Box justifyContent="space-between" flexShrink={0}>
      <Text bold wrap="truncate">
        {title}
      </Text>
      <Box flexShrink={0}>
        <Text color={statusColour(state.status)}>● {state.status.state} </Text>
        <Text>{view === undefined ? '' : ` ledger ${view.ledger}, ${ageText(nowMs - view.closedAtMs)} `}</Text>
      </Box>
    </Box>
  )
}

function statusColour(status: Status): string {
  switch (status.state) {
    case 'live':
      return 'green'
    case 'connecting':
    case 'closed':
      return 'gray'
    case 'stale':
    case 'reconnecting':
      return 'red'
  }
}

function Rule({ columns }: { readonly columns: number }): ReactElement {
  return (
    <Box flexShrink={0}>
      <Text dimColor>{'─'.repeat(columns)}</Text>
    </Box>
  )
}

function Book({
  state,
  width,
  rows,
}: {
  readonly state: ScreenState
  readonly width: number
  readonly rows: number
}): ReactElement {
  if (state.view === undefined) {
    return (
      <Box width={width}>
        <Text dimColor>waiting for the first ledger</Text>
      </Box>
    )
  }
  const { base, quote } = state.view.market
  const { asks, bids } = bookRows(state.view, Math.min(15, Math.floor((rows - 2) / 2)))
  const reference = state.decision?.state.reference
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Text dimColor>{columnsText(`price ${assetLabel(quote)}`, `amount ${assetLabel(base)}`, 'own')}</Text>
      {asks.map((row) => (
        <Level key={row.price} row={row} colour="red" width={width} />
      ))}
      <Text dimColor>{columnsText(reference === undefined ? '-' : priceText(reference.price), 'reference', '')}</Text>
      {bids.map((row) => (
        <Level key={row.price} row={row} colour="green" width={width} />
      ))}
    </Box>
  )
}

function Level({
  row,
  colour,
  width,
}: {
  readonly row: BookRow
  readonly colour: string
  readonly width: number
}): ReactElement {
  const bar = '▇'.repeat(Math.ceil(row.depthFloat * Math.max(0, width - 42)))
  const own = row.own === '' ? '' : `◆ ${row.own}`
  return (
    <Box>
      <Text color={colour} bold={row.own !== ''}>
        {row.price.padStart(13)}
      </Text>
      <Text>{row.amount.padStart(16)}</Text>
      <Text color="yellow">{own.padStart(12)}</Text>
      <Text color={colour} dimColor>
        {` ${bar}`}
      </Text>
    </Box>
  )
}

function columnsText(price: string, amount: string, own: string): string {
  return `${price.padStart(13)}${amount.padStart(16)}${own.padStart(12)}`
}

function Section({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactElement | readonly ReactElement[]
}): ReactElement {
  return (
    <Box flexDirection="column" marginBottom={1} flexShrink={0}>
      <Text dimColor>{title}</Text>
      {children}
    </Box>
  )
}

function Balances({ state }: { readonly state: ScreenState }): ReactElement {
  if (state.view === undefined) return <Section title="balances">{<Text>-{'\n'}-</Text>}</Section>
  const { base, quote } = state.view.market
  const holdings = holdingsOf(state.view)
  return (
    <Section title="balances">
      <Text wrap="truncate">{`${shortAmount(holdings.base).padStart(16)} ${assetLabel(base)}`}</Text>
      <Text wrap="truncate">{`${shortAmount(holdings.quote).padStart(16)} ${assetLabel(quote)}`}</Text>
    </Section>
  )
}

function Orders({ figures, state }: { readonly figures: LiveFigures; readonly state: ScreenState }): ReactElement {
  const { placed, replaced, cancelled, rejected, unknown } = figures.orders
  const settled = state.lastSettled
  const last = settled === undefined ? '-' : `${settled.status} after ${ageText(settled.elapsedMs)}`
  return (
    <Section title="orders">
      <Text wrap="truncate">{`placed ${placed}  replaced ${replaced}  cancelled ${cancelled}`}</Text>
      <Text wrap="truncate" color={rejected + unknown > 0 ? 'red' : 'white'}>
        {`rejected ${rejected}  unknown ${unknown}`}
      </Text>
      <Text wrap="truncate">{`last ${last}`}</Text>
    </Section>
  )
}

function Health({ figures }: { readonly figures: LiveFigures }): ReactElement {
  return (
    <Section title="health">
      <Text wrap="truncate">{`requests ${figures.requests}  errors ${figures.requestErrors}`}</Text>
      <Text wrap="truncate">
        {`cpu ${figures.cpuPct} %  ${Math.round(figures.rssMb)} MB  loop ${figures.eventLoopP99Ms} ms`}
      </Text>
    </Section>
  )
}

function Fills({
  state,
  rows,
  nowMs,
}: {
  readonly state: ScreenState
  readonly rows: number
  readonly nowMs: number
}): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text dimColor>last fills</Text>
      {state.fills.slice(0, Math.max(1, rows)).map((fill, index) => (
        <Text
          key={`${fill.atMs} ${fill.offerId} ${index}`}
          wrap="truncate"
          color={fill.side === 'sell' ? 'red' : 'green'}
        >
          {fillText(fill, nowMs)}
        </Text>
      ))}
    </Box>
  )
}

function fillText(fill: BotFill, nowMs: number): string {
  const what = fill.side === 'sell' ? 'sold  ' : 'bought'
  return `${what}${shortAmount(fill.baseAmount).padStart(9)} at ${priceText(fill.price)} ${ageText(nowMs - fill.atMs).padStart(6)}`
}

function Footer({ state }: { readonly state: ScreenState }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text wrap="truncate">{state.messages.at(-1) ?? ''}</Text>
      <Text dimColor wrap="truncate">
        {state.stopping
          ? 'proving that no offer is left; Ctrl-C again leaves at once'
          : 'Ctrl-C cancels all offers and leaves'}
      </Text>
    </Box>
  )
}
