"""The worker on a host of its own, with a relay for its mails there, as mail without TLS leaves no machine."""

import os

from tests.crash.process import main
from tests.proxy import running_proxy

if __name__ == "__main__":
    with running_proxy(os.environ["RELAY_TO"]) as relay:
        os.environ |= {"PROVISIONER_SMTP_HOST": "127.0.0.1", "PROVISIONER_SMTP_PORT": str(relay.port)}
        main()
