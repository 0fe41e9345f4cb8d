"""The roads out of the program: Slack, mail, webhook, the dead-man ping, and the clock."""
