"""What must be right before the desk opens; `provisioner check` wires it to the real parts."""
