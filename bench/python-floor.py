"""The least that a program in Python can cost with jsii: the runtime starts, loads constructs, and makes one."""

import constructs

constructs.DependencyGroup()
