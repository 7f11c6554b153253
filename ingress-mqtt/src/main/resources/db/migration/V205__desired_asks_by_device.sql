-- All asks of a device are answered at once: after a broker's absence there is one of every device, and several of some.
create index desired_ask_device on ingress.desired_ask (device_id);
