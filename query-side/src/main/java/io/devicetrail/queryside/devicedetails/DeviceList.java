package io.devicetrail.queryside.devicedetails;

import io.devicetrail.queryside.relay.Page;
import java.util.List;

/** A page of a device list; its filter is kept to count the whole only when that is asked for. */
record DeviceList(List<Page.Edge<Device>> edges, Page.PageInfo pageInfo, DeviceFilter filter) {}
