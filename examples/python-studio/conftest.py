"""What pytest reads first. It lets tests import ``app.py``, which is beside it."""

import os

# What is wrong with the studio is told with the line of app.py. `cdk` sets this by itself.
os.environ.setdefault("JSII_HOST_STACK_TRACES", "1")
