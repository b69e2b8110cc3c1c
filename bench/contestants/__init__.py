"""What is compared; a module is a process: see `bench.contestant`."""
