/** What `--help` prints. */
export const helpText = `An embedded Stellar network that serves Horizon's API.

  sdex-devnet serve [flags]      runs a network until Ctrl-C

  --host ADDRESS            where to listen; 0.0.0.0 for other machines too     127.0.0.1
  --port N                  0 for a free one                                    8000
  --ledger-ms N             time between ledgers                                5000
  --seed N                  of keys and traders: the same seed repeats them     0
  --traders N               background traders in XLM/USD                       0
  --accounts N              accounts to fund and print                          1
  --markets N               markets of lumens against issued assets             0
  --offers N                offers in each of them, 1,000,000 in all at most    20
  --control-port N          of the control server; 0 for a free one             0
  --friendbot-port N        of friendbot's server; 0 for a free one             0
  --history-ledgers N       ledgers that history keeps                          5000
  --submission-delay-ms N   holds every submission back                         0
  --cadence WHEN            streams answer as 'horizon', every 5 s,
                            or 'immediate', at the close                        horizon
  --rate-limit              limits each address as the public servers do:
                            101 requests at once, then one a second             off
  --result-meta             transactions show what they changed                 off
  --tls                     HTTP/2 over TLS, with a certificate of its own      off
  --data DIR                keeps ledger and history in a folder                in memory
  --faults FILE             plays a scenario of faults, a JSON list
  --json                    prints JSON: first the network, then a line a ledger

  sdex-devnet replay FILE... [flags]  replays recorded scenarios (.jsonl, .jsonl.gz) and compares

  --only NAME               one scenario
  --queue                   sends the submissions through the queue instead
  --emit FILE               writes results and last entries, a line a scenario
  --json                    prints the counts as JSON

  sdex-devnet conformance [flags]  holds a Horizon against numbered behaviours, card by card

  --horizon URL             the server to look at                               a devnet of its own
  --only CARDS              such as CARD-007,CARD-012                           all
  --json                    prints a line of JSON a card, and last the counts
`
