"""What opens files of strangers: a process of its own with little time and memory, no settings and no database.

Started as `python -I -m provisioner.scans.walled KIND PAGES ISSUERS [codes]`, ISSUERS being a folder or empty, with
`mail` alone, or with `print` and lengths; reads the file from its input and writes what is told in `answer` to its
output. Nothing of the desk is imported here.
"""
