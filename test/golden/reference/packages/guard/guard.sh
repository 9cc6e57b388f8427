The same as assets/guard.sh.
