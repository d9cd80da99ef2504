"""What jupyter_client needs to take a kernel from the zygote: a provisioner, a manager, a client."""

import asyncio
import os
import uuid
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from assessment.run.warm.kernels import WarmKernels

PAUSE = 0.002  # seconds between two looks at a kernel that starts or ends


class WarmProvisioner(LocalProvisioner):
    """Has the zygote fork in place of starting a program."""

    async def launch_kernel(self, cmd: list[str], **more: object) -> KernelConnectionInfo:
        """Fork, and wait until the kernel's sockets are bound."""
        options = [word for word in cmd if word.startswith("--")]
        manager = self.parent
        forked = await asyncio.to_thread(
            manager.kernels.fork, manager.connection_file, dict(more.get("env") or os.environ), options
        )
        while not forked.ready():
            await asyncio.sleep(PAUSE)
        self.process = forked
        self.pid = self.pgid = forked.pid
        return self.connection_info


class WarmManager(AsyncKernelManager):
    """A manager of one forked kernel, over sockets of its own in the zygote's private folder."""

    kernels: WarmKernels

    @classmethod
    def of(cls, kernels: WarmKernels) -> type[AsyncKernelManager]:
        """The class of managers that take their kernels from there."""
        return type("ManagerOfForked", (cls,), {"kernels": kernels})

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.transport = "ipc"
        self.ip = str(self.kernels.folder / uuid.uuid4().hex[:8])  # jupyter_client's own path is one for all kernels
        self.connection_file = f"{self.ip}.json"
        self.client_factory = ReadyClient

    async def _async_pre_start_kernel(self, **more: object) -> tuple:
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(
                parent=self, kernel_id=self.kernel_id or uuid.uuid4().hex, kernel_spec=self.kernel_spec
            )
        return await super()._async_pre_start_kernel(**more)

    pre_start_kernel = _async_pre_start_kernel

    async def _async_wait(self, pollinterval: float = PAUSE) -> None:
        await super()._async_wait(pollinterval=PAUSE)


class ReadyClient(AsyncKernelClient):
    """A client of a kernel whose sockets are known to be bound: nothing is waited for by the tenth of a second."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        try:
            await self.iopub_channel.get_msg(timeout=2)  # ipykernel's welcome: the subscription is live
            reply = await self._async_recv_reply(self.kernel_info(), timeout=2)
        except (Empty, TimeoutError):  # the long way, which also sees that a kernel was ended
            return await super()._async_wait_for_ready(timeout)
        self._handle_kernel_info_reply(reply)
        while not await self._is_idle():
            pass
        return None

    async def _is_idle(self) -> bool:
        """Take the messages that the question itself caused off the line."""
        try:
            message = await self.iopub_channel.get_msg(timeout=1)
        except Empty:
            return True
        return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"

    wait_for_ready = _async_wait_for_ready
