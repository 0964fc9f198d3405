/** What `--help` prints. */
export const helpText = `sdex bot: a two-sided market maker on the Stellar decentralized exchange.

  npm start                                 against devnet, an embedded network with a dozen traders
  npm start -- --duration-s 20 --json       the same for 20 s, with a report as the last line
  npm run bot -- --horizon URL --secret-file FILE --config FILE      against a real server

Where
  --horizon URL         a Horizon server; without it devnet starts inside this process
  --secret-file FILE    holds the account's secret key (S...), one line, readable by you alone
  --yes-mainnet         allows the public network, where offers cost real money
  --config FILE         YAML; devnet has a default (apps/bot/config/devnet.yaml)

How long
  --duration-s N        stop after N seconds; 0 cancels what is open and leaves
  --existing-offers adopt|cancel    what to do with offers of an earlier run (default: as configured)

Devnet
  --seed N              the traders repeat for a seed (default: a new one each time, shown)
  --ledger-ms N         time between ledgers (default 1000)
  --port N              port of its Horizon API (default: any free one)

Output
  --view live|log       a screen or a line per event (default: live on a terminal)
  --json                the last line on stdout is one JSON object with the run's figures
  --debug               stack traces of internal errors

Ctrl-C cancels all offers, proves that none is left, and leaves. A second Ctrl-C leaves at once.
Exit codes: 0 nothing is left open, 1 internal error or no network, 2 bad input, 3 something may still be open.
`
