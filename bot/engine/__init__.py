"""The engine: what is due fires, what is committed is sent, and a crash at any point loses nothing.

Overview. Two loops that share nothing but rows. The *cycle* fires due timers: one incident, one short transaction, a pure
decision, new timers and outbox rows; it never touches the network. The *outbox* sends committed rows: claim, render, note the
dispatch, call, settle; it decides nothing about incidents. Around them: a bell that wakes them each second (one of three
ways, and the only one that may fail unnoticed), a supervisor that restarts what dies, and, outside of this package and
ignorant of it, the auditor.

Invariants.
    I1  A row with an absolute UTC instant is the only truth; nothing waits in memory alone.
    I2  No network call happens inside a transaction, and nothing but a committed row causes one.
    I3  A send is preceded by a durable note of it (`dispatched_at`), so after a crash we know that we do not know.
    I4  A result counts only under the lease it was made under (id, token, `sending`); everything else is discarded.
    I5  A page ends as sent, superseded or handed to another road. There is no "dead".
    I6  Pages have senders of their own: they wait for nothing that is less urgent.
    I7  One incident whose rules fail never delays another, and is never silent.
    I8  A rate limit delays, costs no attempt, and binds all workers of the same workspace.

States of an outbox row.

              claim               render, note           answered
    pending ---------> sending -----------------> (call) ---------> sent
       ^                 |  |  render says no                 |
       |                 |  +------------------> superseded   +---> handed_over   refused for good; a page goes another road
       |  never left     |                                    |
       +-----------------+<-----------------------------------+     429, refused connection: certainly not taken
       ^                                                      |
       |   absent, twice, 5 s apart                           v     timeout, lost answer, 5xx, crash
       +---------------------------------------------------- unknown ---- found in history ---> sent

What a crash leaves, and what happens next.

    the process dies ...                    the row is             the next claim
    before the claim commits                pending                sends it
    after the claim, before the note        sending, no dispatch   lease ends -> pending -> sends it
    after the note, before the call         sending, dispatched    lease ends -> unknown -> not in the history -> sends it
    during the call, or before the result   sending, dispatched    lease ends -> unknown -> found -> sent, nothing repeated
    while a timer fires                     as before              the timer is still armed and fires again
    in the middle of a recovery             as before              recovers again

Whom we trust. The database, for what was committed. The clock port, for what time it is. Slack's answer `ok`, for what was
taken; Slack's silence, for nothing; its history only when it says "absent" twice, since it lags behind posting; its `Retry-After`
between 1 and 300 s. Our own memory, for nothing that must survive; it holds only what makes us faster or more polite.
When history cannot be asked at all, a page is repeated after 20 s with a mark and the same short reference: twice is better than never.
"""
