/** Whose amount must be met exactly: nobody's (offers), what arrives, or what is sent (path payments). */
export type Rounding = 'normal' | 'strictReceive' | 'strictSend'
